// A door of its own: `vite-solid.ts` gives it, as it does Kobalte, a `solid-js/web` apart from the one that paints first.
export { delegateEvents, Portal } from 'solid-js/web';
