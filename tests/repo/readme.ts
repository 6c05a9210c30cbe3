const ROW = /^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) +\| (?:`([^`]*)`)? *\|/gm;
const COMMAND = /(?:^|`|=\S+ )npm (?:run )?([a-z-]+)/gm;
const LINK = /\]\((?!https?:|#)([^)]+)\)/g;
const VARIABLE = /\b([A-Z]{2,}(?:_[A-Z]+)*)=/g;

/** The variables of the configuration table with their defaults; empty where the table gives none. */
export const variablesIn = (readme: string): ReadonlyMap<string, string> =>
  new Map(
    [...readme.matchAll(ROW)].flatMap(([, names = '', fallback = '']) =>
      names.split(', ').map((name) => [name.replaceAll('`', ''), fallback] as const),
    ),
  );

const found = (pattern: RegExp, text: string): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name = '']) => name)),
];

/** The npm scripts it tells people to run. */
export const commandsIn = (readme: string): readonly string[] => found(COMMAND, readme);

/** The files of ours it points to. */
export const linksIn = (readme: string): readonly string[] => found(LINK, readme);

/** The variables that its examples set. */
export const assignmentsIn = (readme: string): readonly string[] => found(VARIABLE, readme);
