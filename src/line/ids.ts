/** A user id of LINE ("Get user IDs"). */
export const userIdPattern = /^U[0-9a-f]{32}$/;

/** An id that messages can be pushed to: a user, a group or a room. */
export const chatIdPattern = /^[UCR][0-9a-f]{32}$/;
