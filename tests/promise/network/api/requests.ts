import fc from 'fast-check';
import type { Schema } from '../../../../relay/http/docs/openapi.ts';
import { arbitraryOf, type Known, namedArbitrary } from './arbitrary-of.ts';
import type { Described, Description } from './description.ts';

/** Whose token a request carries: `wrong` is nobody's. */
export type Who = 'person' | 'admin' | 'nobody' | 'wrong';

/** A request, and whether the description says that the relay takes each of its parts. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly who: Who;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly fits: boolean;
}

interface Part<T> {
  readonly value: T;
  readonly fits: boolean;
}

const whos = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Who>('person') },
  { weight: 2, arbitrary: fc.constantFrom<Who>('admin', 'nobody', 'wrong') },
);

const BROKEN = ['%', '%zz', '%c3%28', '%00', '..', '%2e%2e%2f', '%F0%9F', 'a%2Fb'];

const isText = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

/** Requests for one route: right ones, and some with the wrong thing somewhere. */
export const requestsFor = ({ path, method, operation }: Described, api: Description, known: Known) => {
  const { schemas, takes } = api;
  const { parameters, requestBody } = operation;

  const segment = (name: string, schema: Schema): fc.Arbitrary<Part<string>> =>
    fc
      .oneof(
        {
          weight: 8,
          arbitrary: namedArbitrary(`{${name}}`, schema, schemas, known).map((value) => encodeURIComponent(`${value}`)),
        },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1 }).map(encodeURIComponent) },
        { weight: 1, arbitrary: fc.constantFrom(...BROKEN) },
      )
      .map((value) => ({ value, fits: isText(value) && takes(schema, decodeURIComponent(value)) }));

  const places = parameters.filter((parameter) => parameter.in === 'path');
  const paths = fc.tuple(...places.map(({ name, schema }) => segment(name, schema))).map(
    (parts): Part<string> => ({
      value: places.reduce((text, { name }, index) => text.replace(`{${name}}`, () => parts[index]?.value ?? ''), path),
      fits: parts.every(({ fits }) => fits),
    }),
  );

  const asked = parameters.filter((parameter) => parameter.in === 'query');
  const right = fc.record(
    Object.fromEntries(asked.map(({ name, schema }) => [name, namedArbitrary(name, schema, schemas, known)])),
    { requiredKeys: asked.filter(({ required }) => required).map(({ name }) => name) },
  );
  const queries = fc
    .oneof(
      { weight: 4, arbitrary: right },
      {
        weight: 1,
        arbitrary: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'login')), fc.string()),
      },
    )
    .map((fields): Part<string> => {
      const given = Object.entries(fields).map(([name, value]) => [name, `${value}`]);
      const fits = given.every(([name, value]) => asked.some((one) => one.name === name && takes(one.schema, value)));
      return { value: given.length > 0 ? `?${new URLSearchParams(given)}` : '', fits: asked.length === 0 || fits };
    });

  const jsonBodies = (schema: Schema): fc.Arbitrary<Part<string>> => {
    const fitting = arbitraryOf(schema, schemas, known);
    const field = fc.constantFrom(...Object.keys(known), ...Object.keys(schemas), '__proto__', 'device', 'by', 'keys');
    const nearly = fc
      .tuple(fitting, field, fc.option(fc.jsonValue()))
      .map(([value, name, other]) => ({ ...(value as object), [name]: other === null ? undefined : other }));
    const written = fc
      .oneof(
        { weight: 8, arbitrary: fitting },
        { weight: 4, arbitrary: nearly },
        { weight: 1, arbitrary: fc.jsonValue() },
      )
      .map((value) => JSON.stringify(value));
    const broken = fc.oneof(fc.constant(''), fc.string(), fc.constant('{"login":'), fc.constant(' '.repeat(17_000)));
    return fc.oneof({ weight: 12, arbitrary: written }, { weight: 1, arbitrary: broken }).map((value) => {
      try {
        return { value, fits: value.length < 16_000 && takes(schema, JSON.parse(value)) };
      } catch {
        return { value, fits: false };
      }
    });
  };

  const byteBodies: fc.Arbitrary<Part<Uint8Array>> = fc
    .oneof(
      { weight: 8, arbitrary: fc.uint8Array({ minLength: 100, maxLength: 100 }) },
      { weight: 4, arbitrary: fc.uint8Array({ maxLength: 500 }) },
      { weight: 1, arbitrary: fc.constantFrom(new Uint8Array(300_000), new Uint8Array(1_100_000)) },
    )
    .map((value) => ({ value, fits: true })); // how many it may be depends on what was begun

  const [wanted = '', content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const bodies: fc.Arbitrary<Part<string | Uint8Array>> =
    content?.schema === undefined
      ? fc.constantFrom('', '', '{}', 'a').map((value) => ({ value: method === 'POST' ? value : '', fits: true }))
      : wanted === 'application/json'
        ? jsonBodies(content.schema)
        : byteBodies;
  const types = fc
    .oneof(
      { weight: 10, arbitrary: fc.constantFrom(wanted, `${wanted}; charset=utf-8`, '') },
      { weight: 1, arbitrary: fc.constantFrom('text/plain', 'multipart/form-data; boundary=x', 'nonsense') },
    )
    .map((value): Part<string> => ({ value, fits: value === '' || wanted === '' || value.startsWith(wanted) }));

  return fc.tuple(paths, queries, whos, bodies, types).map(
    ([place, query, who, body, type]): ApiRequest => ({
      method,
      path: `${place.value}${query.value}`,
      who,
      type: type.value,
      body: body.value,
      fits: place.fits && query.fits && body.fits && type.fits,
    }),
  );
};
