import { escaped, nameOf, notation } from './notation.ts';
import type { Content, OpenApi, Operation } from './openapi.ts';
import { STYLE } from './style.ts';

const code = (text: string): string => `<code>${escaped(text)}</code>`;

/** Words with `code` in them. */
const words = (text: string): string =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? code(part) : escaped(part)))
    .join('');

type Schemas = OpenApi['components']['schemas'];

/** Written out, also where it has a name. */
const shape = ({ content = {} }: Content, schemas: Schemas): string =>
  Object.entries(content)
    .map(([type, { schema = {} }]) => {
      if (schema.format === 'binary') return `<pre>${escaped(type)}</pre>`;
      const named = schemas[nameOf(schema) ?? ''];
      return `<pre>${notation(schema)}${named ? ` ${notation(named)}` : ''}</pre>`;
    })
    .join('');

const parametersOf = ({ parameters }: Operation): string =>
  parameters.length === 0
    ? ''
    : `<h3>In the address</h3><dl>${parameters
        .map(
          ({ name, in: place, required, schema }) =>
            `<dt>${code(place === 'query' ? `?${name}=` : name)}${required ? '' : ' <span class="soft">optional</span>'}</dt>` +
            `<dd><code>${notation(schema)}</code></dd>`,
        )
        .join('')}</dl>`;

const bodyOf = ({ requestBody }: Operation, schemas: Schemas): string =>
  requestBody ? `<h3>Body</h3><p>${words(requestBody.description)}</p>${shape(requestBody, schemas)}` : '';

const answersOf = ({ responses }: Operation, schemas: Schemas): string => {
  const all = Object.entries(responses);
  const done = all.filter(([status]) => status < '300');
  const refused = all.filter(([status]) => status >= '400');
  return (
    done
      .map(
        ([status, answer]) =>
          `<h3>Answer ${status}</h3>${shape(answer, schemas) || `<p>${words(answer.description)}</p>`}`,
      )
      .join('') +
    `<h3>Refusals</h3><dl>${refused
      .map(
        ([status, { description }]) => `<dt>${status}</dt><dd>${description.split('\n').map(words).join('<br>')}</dd>`,
      )
      .join('')}</dl>`
  );
};

const route = (path: string, method: string, operation: Operation, schemas: Schemas): string =>
  `<details id="${escaped(operation.operationId)}">` +
  `<summary><b>${code(method.toUpperCase())}</b> ${code(path)}<span>${words(operation.summary)}</span></summary>` +
  `<div class="inside"><p>${words(operation.description)}</p>` +
  `${parametersOf(operation)}${bodyOf(operation, schemas)}${answersOf(operation, schemas)}</div></details>`;

/** The API's description for people: a page without a script, in the theme of the system. */
export const docsPage = ({ info, paths, components }: OpenApi): string => {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? '');

  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)}: the HTTP API</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(info.title)}: the HTTP API</h1>
<p class="soft">Version ${escaped(info.version)}, as OpenAPI: <a href="/openapi.json">3.1</a>, <a href="/openapi-3.0.json">3.0</a></p>
${info.description
  .split('\n\n')
  .map((paragraph) => `<p>${words(paragraph)}</p>`)
  .join('\n')}
<p>A session is the header <code>Authorization: Bearer TOKEN</code>, with the token that signing in has answered with.</p>
</header>
<nav aria-label="Parts">${[...groups.keys(), 'shapes'].map((name) => `<a href="#of-${escaped(name)}">${escaped(name)}</a>`).join(' ')}</nav>
<main>
${[...groups]
  .map(
    ([name, some]) =>
      `<section aria-labelledby="of-${escaped(name)}"><h2 id="of-${escaped(name)}">${escaped(name)}</h2>\n` +
      `${some.map(({ path, method, operation }) => route(path, method, operation, components.schemas)).join('\n')}\n</section>`,
  )
  .join('\n')}
<section aria-labelledby="of-shapes"><h2 id="of-shapes">shapes</h2>
${Object.entries(components.schemas)
  .map(
    ([name, schema]) =>
      `<div class="shape" id="${escaped(name)}"><h3>${escaped(name)}</h3><pre>${notation(schema)}</pre></div>`,
  )
  .join('\n')}
</section>
</main>
</body>
</html>
`;
};
