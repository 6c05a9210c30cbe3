// Loaded into a server under test by `--import`: SIGUSR2 collects garbage and prints how much memory is left in use.
// "Last resort" also gives back what the heap has in reserve: how much that is differs from run to run by more than what
// is measured.

process.on('SIGUSR2', () => {
  if (!globalThis.gc) throw new Error('start node with --expose-gc');
  for (let i = 0; i < 2; i++) globalThis.gc();
  process.stdout.write(`memory ${JSON.stringify(process.memoryUsage())}\n`);
});
