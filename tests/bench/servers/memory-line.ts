// Loaded into a server under test by `--import`: SIGUSR2 collects garbage and prints how much memory is left in use.

process.on('SIGUSR2', () => {
  if (!globalThis.gc) throw new Error('start node with --expose-gc');
  globalThis.gc();
  globalThis.gc();
  process.stdout.write(`memory ${JSON.stringify(process.memoryUsage())}\n`);
});
