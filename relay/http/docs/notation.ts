import type { Schema } from './openapi.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

const SAFE = Number.MAX_SAFE_INTEGER;

const range = (least: number | undefined, most: number | undefined): string => {
  const from = least === undefined || least === -SAFE ? undefined : least;
  const to = most === undefined || most === SAFE ? undefined : most;
  if (from !== undefined && to !== undefined) return from === to ? `${from}` : `${from} to ${to}`;
  if (from !== undefined) return `${from} or more`;
  return to === undefined ? '' : `${to} at most`;
};

const string = ({ format, pattern, minLength, maxLength }: Schema): string => {
  const length = range(minLength, maxLength);
  const facts = [format, length && `${length} characters`, format || !pattern ? '' : `/${pattern}/`].filter(Boolean);
  return facts.length > 0 ? `string (${facts.join(', ')})` : 'string';
};

const number = ({ type, minimum, maximum }: Schema): string => {
  const allowed = range(minimum, maximum);
  return `${type}${allowed && ` (${allowed})`}`;
};

/** What a schema only refers to. */
export const nameOf = ({ $ref }: Schema): string | undefined => $ref?.split('/').at(-1);

/** A schema as HTML, in the way of TypeScript, with links to the shapes it names. */
export const notation = (schema: Schema, indent = ''): string => {
  const { type, properties, required = [], items, anyOf, oneOf } = schema;
  const name = nameOf(schema);
  if (name !== undefined) return `<a href="#${escaped(name)}">${escaped(name)}</a>`;
  if ('const' in schema) return escaped(JSON.stringify(schema.const));
  if (schema.enum) return schema.enum.map((value) => escaped(JSON.stringify(value))).join(' | ');
  const options = anyOf ?? oneOf;
  if (options) return options.map((option) => notation(option, indent)).join(' | ');
  if (properties) {
    const deeper = `${indent}  `;
    const lines = Object.entries(properties).map(
      ([field, value]) =>
        `${deeper}${escaped(field)}${required.includes(field) ? '' : '?'}: ${notation(value, deeper)}\n`,
    );
    return `{\n${lines.join('')}${indent}}`;
  }
  if (items) return items.$ref ? `${notation(items)}[]` : `(${notation(items, indent)})[]`;
  // What may be null is of several types.
  if (typeof type === 'object') return type.map((one) => notation({ ...schema, type: one }, indent)).join(' | ');
  if (type === 'string') return escaped(string(schema));
  if (type === 'integer' || type === 'number') return number(schema);
  return escaped(type ?? 'anything');
};
