/** What the relay answers and the shell does not. */
const RELAY = /^\/(api|ws|peerjs|health|metrics|docs|openapi(-3\.0)?\.json)(\/|$)/;

/** Whether an address of this origin is the app's: the relay has pages of its own. */
export const isApp = ({ pathname }: URL): boolean => !RELAY.test(pathname);
