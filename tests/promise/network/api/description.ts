import { Ajv2020 } from 'ajv/dist/2020.js';
import { request } from '#tests/relay/test-client.ts';
import type { OpenApi, Operation, Schema } from '../../../../relay/http/docs/openapi.ts';
import type { Schemas } from './arbitrary-of.ts';

/** A route as the relay describes it. */
export interface Described {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

/** What the relay says of its API, and what follows from it. */
export interface Description {
  readonly schemas: Schemas;
  readonly routes: readonly Described[];
  /** Whether the relay says that it takes this value. */
  takes(schema: Schema, value: unknown): boolean;
  /** What is wrong with an answer; '' where it is one of those described, with no field that is not. */
  misfit(route: Described, status: number, type: string, body: string): string;
}

/** With no other fields than those it names. */
const closed = (schema: Schema): Schema =>
  schema.type === 'object' ? { ...schema, additionalProperties: schema.additionalProperties ?? false } : schema;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const describeApi = async (url: string): Promise<Description> => {
  const { paths, components } = (await request(url, '/openapi.json')).body as OpenApi;
  const { schemas } = components;
  const validators = new Map<string, (value: unknown) => boolean>();

  const validator = (name: string, shapes: Schemas) => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(
      { components: { schemas: shapes } },
      name,
    );
    return (schema: Schema, value: unknown): boolean => {
      const text = JSON.stringify(schema);
      const key = `${name} ${text}`;
      const known = validators.get(key) ?? ajv.compile(JSON.parse(text.replaceAll('"#/', `"${name}#/`)));
      validators.set(key, known);
      return known(value);
    };
  };
  const takes = validator('taken', schemas);
  const answers = validator(
    'answered',
    Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, closed(schema)])),
  );

  return {
    schemas,
    routes: Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
    ),
    takes,
    misfit({ operation }, status, type, body) {
      const answer = operation.responses[status];
      if (!answer || status === 500) return `the status ${status}`;
      if (!answer.content) return body === '' ? '' : 'a body where there is none';
      const schema = answer.content[type]?.schema;
      if (!schema) return `the type ${type}`;
      const value = type.startsWith('text/') ? body : parsed(body);
      return schema.format === 'binary' || answers(schema, value) ? '' : 'the body';
    },
  };
};
