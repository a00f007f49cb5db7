#!/bin/sh
# Creates and migrates the two databases of Temporal; may be repeated. temporal-sql-tool reads SQL_PLUGIN, SQL_HOST,
# SQL_PORT, SQL_USER and SQL_PASSWORD. Follows "Upgrade the Temporal Server" of the Temporal documentation: schema first.
set -eu

schemas=/etc/temporal/schema/postgresql/v12

set_up() {
  database=$1
  folder=$2
  temporal-sql-tool --database "$database" create
  temporal-sql-tool --database "$database" setup-schema --version 0.0
  temporal-sql-tool --database "$database" update-schema --schema-dir "$schemas/$folder/versioned"
}

set_up temporal temporal
set_up temporal_visibility visibility
