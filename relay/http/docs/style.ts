/** The colours of the app (`shared/ui/kit/tokens.css`), in the theme that the system has. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#faf7f3, #13110f);
  --surface: light-dark(#ffffff, #1b1816);
  --raised: light-dark(#f3eee8, #272320);
  --line: light-dark(#e2d9d0, #37312c);
  --text: light-dark(#221b16, #f5f0eb);
  --soft: light-dark(#665a50, #b8aca1);
  --accent: light-dark(#a04e25, #e0935f);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 16px; }
body {
  margin: 0 auto;
  max-width: 880px;
  padding: 24px 16px 64px;
  background: var(--ground);
  color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1 { margin: 0 0 8px; font-size: 1.75rem; line-height: 1.2; }
h2 { margin: 40px 0 8px; font-size: 1.25rem; }
h3 { margin: 24px 0 8px; font-size: 0.9375rem; }
p { margin: 8px 0; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 0.875rem; }
pre { margin: 8px 0; padding: 16px; border-radius: 12px; background: var(--raised); white-space: pre-wrap; }
nav { margin: 16px 0; }
nav a { display: inline-block; min-height: 48px; padding: 12px 16px 12px 0; }
details, .shape {
  margin: 8px 0;
  border: 1px solid var(--line);
  border-radius: 12px;
  background: var(--surface);
}
summary { padding: 12px 16px; min-height: 48px; cursor: pointer; }
summary > span { display: block; color: var(--soft); }
summary > b { color: var(--accent); }
.inside { padding: 0 16px 16px; border-top: 1px solid var(--line); }
.shape { padding: 0 16px 8px; }
.shape pre { background: none; padding: 0; }
.soft { color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 8px 16px; margin: 8px 0; }
dd { margin: 0; }
`;
