import { execFile } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** One step of an image: `COPY`, with what stands behind it. */
interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** What a container of the image would be: its files in a folder, and how it is started. */
export interface Image {
  /** Stands for `/`. */
  readonly root: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
  readonly user: string;
}

export interface BuildOptions {
  readonly dockerfile: string;
  /** The folder that is built from, with its .dockerignore. */
  readonly context: string;
  /** A folder for the stages; whoever made it removes it. */
  readonly scratch: string;
  /** Who stands for the image's user. */
  readonly owner: { readonly uid: number; readonly gid: number };
}

const instructionsOf = (text: string): readonly Instruction[] =>
  text
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = '', ...rest] = line.split(' ');
      return { name, rest: rest.join(' ') };
    });

/** The two forms of pattern that this project uses: a name at the top, and one anywhere. */
const ignoredIn = (context: string): ((path: string) => boolean) => {
  const lines = readFileSync(join(context, '.dockerignore'), 'utf8').split('\n');
  const patterns = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const top = new Set(patterns.filter((pattern) => !pattern.startsWith('**/')).map((name) => resolve(context, name)));
  const endings = patterns.filter((pattern) => pattern.startsWith('**/')).map((pattern) => pattern.slice(3));
  return (path) =>
    top.has(path) ||
    endings.some((name) => (name.startsWith('*') ? path.endsWith(name.slice(1)) : basename(path) === name));
};

/**
 * Does what the Dockerfile says, without Docker: each stage in a folder of its own, commands with this machine's Node. Knows
 * the instructions that this project uses, and throws at any other. What a base image brings is not there.
 */
export const buildImage = async ({ dockerfile, context, scratch, owner }: BuildOptions): Promise<Image> => {
  const ignored = ignoredIn(context);
  const stages = new Map<string, string>();
  let root = '';
  let folder = '/';
  let image: Omit<Image, 'root' | 'folder'> = { environment: {}, command: [], healthCheck: [], user: 'root' };

  const within = (path: string): string => join(root, resolve(folder, path));

  const copy = (words: readonly string[]): void => {
    const option = (name: string) => words.find((word) => word.startsWith(`--${name}=`))?.split('=')[1];
    const paths = words.filter((word) => !word.startsWith('--'));
    const target = paths.at(-1) ?? '';
    const stage = option('from');
    const source = stage === undefined ? context : (stages.get(stage) ?? '');
    for (const path of paths.slice(0, -1)) {
      const from = join(source, path);
      const to =
        statSync(from).isDirectory() || !target.endsWith('/') ? within(target) : join(within(target), basename(path));
      cpSync(from, to, { recursive: true, filter: (file) => stage !== undefined || !ignored(file) });
      if (option('chown')) chownSync(to, owner.uid, owner.gid);
    }
  };

  const step = async ({ name, rest }: Instruction): Promise<void> => {
    const words = rest.split(' ');
    switch (name) {
      case 'FROM':
        root = join(scratch, String(stages.size));
        mkdirSync(root);
        stages.set(words[2] ?? '', root);
        folder = '/';
        image = { environment: {}, command: [], healthCheck: [], user: 'root' };
        return;
      case 'WORKDIR':
        folder = resolve(folder, rest);
        mkdirSync(within('.'), { recursive: true });
        return;
      case 'COPY':
        return copy(words);
      case 'RUN': {
        const env = { ...process.env, npm_config_prefer_offline: 'true', NODE_OPTIONS: '' };
        await execute('sh', ['-c', rest], { cwd: within('.'), env });
        return;
      }
      case 'ENV': {
        const [variable = '', value = ''] = rest.split('=');
        image = { ...image, environment: { ...image.environment, [variable]: value } };
        return;
      }
      case 'USER':
        image = { ...image, user: rest };
        return;
      case 'CMD':
        image = { ...image, command: JSON.parse(rest) };
        return;
      case 'HEALTHCHECK':
        image = { ...image, healthCheck: JSON.parse(rest.slice(rest.indexOf('CMD ') + 4)) };
        return;
      case 'EXPOSE':
        return;
      case 'VOLUME':
        if (!existsSync(within(rest)))
          throw new Error(`VOLUME ${rest}: there is no such folder to take its owner from`);
        return;
      default:
        throw new Error(`${name} ${rest}: not known here`);
    }
  };

  for (const instruction of instructionsOf(readFileSync(dockerfile, 'utf8'))) await step(instruction);
  return { ...image, root, folder: within('.') };
};
