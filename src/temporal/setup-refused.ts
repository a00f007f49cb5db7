/** What is missing in a namespace that only its operator may change. */
export type Missing = {
  attributes: string[];
  retention: { wantedDays: number; isDays: number } | undefined;
};

/** The namespace is not as the bot needs it, and the server does not let us change it. The message is meant for the user. */
export class SetupRefused extends Error {
  constructor(namespace: string, why: Missing | 'not there' | 'closed to us') {
    super(typeof why === 'string' ? sentences[why](namespace) : [...steps(namespace, why), again].join('\n'));
    this.name = 'SetupRefused';
  }
}

const again = 'Then run "hyoban setup temporal" again.';

const sentences = {
  'not there': (namespace: string) =>
    `There is no namespace "${namespace}" on this server. Make it, or set TEMPORAL_NAMESPACE to one that is there.`,
  'closed to us': (namespace: string) =>
    `The server lets us not even read the namespace "${namespace}". Check TEMPORAL_NAMESPACE and the credentials (TEMPORAL_API_KEY or the client certificate).`,
};

/** The commands are those of Temporal Cloud ("tcld namespace" in its documentation). */
function steps(namespace: string, { attributes, retention }: Missing): string[] {
  const lines = [
    `The server does not let us change the namespace "${namespace}". Do by hand, in its console or with tcld:`,
  ];
  if (attributes.length > 0) {
    lines.push(`  - add the search attributes of type Keyword: ${attributes.join(', ')}`);
    const flags = attributes.map((name) => `--search-attribute "${name}=Keyword"`).join(' ');
    lines.push(`      tcld namespace search-attributes add --namespace ${namespace} ${flags}`);
  }
  if (retention) {
    const { wantedDays, isDays } = retention;
    lines.push(`  - set the retention to ${wantedDays} days, as HYOBAN_RETENTION_DAYS says; it is ${isDays}`);
    lines.push(`      tcld namespace retention set --namespace ${namespace} --retention-days ${wantedDays}`);
  }
  return lines;
}
