import type { Source } from './sources.ts';

/** Ways from text to markup or code. What the page is made of is known when it is built (security.md row 20). */
const SINKS =
  /\b(?:innerHTML|outerHTML|insertAdjacentHTML|srcdoc|setHTMLUnsafe|createContextualFragment)\b|\bdocument\.write\b|\bnew Function\b|(?<![-\w.'])eval\(/;
/** Elements that open a file as a document (row 18). */
const DOCUMENTS = /<(?:iframe|object|embed|frame)\s|createElement\(['"](?:iframe|object|embed|frame)['"]/;

/** The template of Solid's compiler, behind Trusted Types. */
const HOME = 'shared/ui/kit/solid-web.ts';

const linesWith = (pattern: RegExp, { path, text }: Source): readonly string[] =>
  text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : []));

export const sinks = (sources: readonly Source[]): readonly string[] =>
  sources.filter(({ path }) => path !== HOME).flatMap((source) => linesWith(SINKS, source));

export const documents = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap((source) => linesWith(DOCUMENTS, source));
