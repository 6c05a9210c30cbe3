/** Where a page of the extension shows its interface. */
export const rootOf = (page: Document): HTMLElement => {
  const root = page.getElementById('root');
  if (!root) throw new Error('The page has no #root');
  return root;
};
