// Loaded into a server under test by `--import`: SIGUSR2 collects garbage twice and prints how much memory is in use. Plain
// JavaScript, as the peers beside it: what strips types takes 18 MB, which is not the server's.

process.on('SIGUSR2', () => {
  if (!globalThis.gc) throw new Error('start node with --expose-gc');
  for (let i = 0; i < 2; i++) globalThis.gc();
  process.stdout.write(`memory ${JSON.stringify(process.memoryUsage())}\n`);
});
