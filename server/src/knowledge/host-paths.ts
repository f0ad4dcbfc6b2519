/** Places on a host that drive a container engine: its sockets, and the folders that hold them. */

/** Where an engine listens. */
export interface EngineSocket {
  readonly engine: string;
  /** Whether it belongs to one user's own engine, which has no more rights than that user. */
  readonly rootless: boolean;
}

interface KnownSocket extends EngineSocket {
  /** The path by its components; `*` stands for any one. `/var/run` is written `/run`. */
  readonly path: readonly string[];
}

const SOCKETS: readonly KnownSocket[] = [
  known('Docker', '/run/docker.sock'),
  known('cri-dockerd', '/run/cri-dockerd.sock'),
  known('containerd', '/run/containerd/containerd.sock'),
  known('containerd', '/run/docker/containerd/containerd.sock'),
  known('containerd', '/run/k3s/containerd/containerd.sock'),
  known('CRI-O', '/run/crio/crio.sock'),
  known('Podman', '/run/podman/podman.sock'),
  known('Docker', '/run/user/*/docker.sock', true),
  known('Podman', '/run/user/*/podman/podman.sock', true),
  known('Docker', '~/.docker/run/docker.sock', true),
  known('Docker', '~/.docker/desktop/docker.sock', true),
  known('Docker', '/home/*/.docker/run/docker.sock', true),
  known('Docker', '/home/*/.docker/desktop/docker.sock', true),
  known('Docker', '/Users/*/.docker/run/docker.sock', true),
];

/**
 * Folders whose mount brings a system engine's socket along.
 * The folders of rootless sockets are left out: a home folder is mounted for a hundred other reasons.
 */
const SYSTEM_SOCKETS = SOCKETS.filter(({ rootless }) => !rootless);

const WINDOWS_PIPES: ReadonlyMap<string, string> = new Map([
  ['docker_engine', 'Docker'],
  ['docker_engine_windows', 'Docker'],
  ['containerd-containerd', 'containerd'],
  ['podman-machine-default', 'Podman'],
]);

/** The engine whose socket or pipe this path is. */
export function engineSocketAt(path: string): EngineSocket | undefined {
  const pipe = /^[\\/]{2}\.[\\/]pipe[\\/]([\w.-]+)$/i.exec(path)?.[1]?.toLowerCase();
  const engine = pipe === undefined ? undefined : WINDOWS_PIPES.get(pipe);
  if (engine !== undefined) return { engine, rootless: false };
  const parts = partsOf(path);
  return (
    parts && SOCKETS.find((socket) => socket.path.length === parts.length && startsWith(socket.path, parts))
  );
}

/** The engine whose socket lies in this folder, at any depth. */
export function engineSocketIn(folder: string): EngineSocket | undefined {
  const parts = partsOf(folder);
  if (!parts) return undefined;
  // On a host whose `/var/run` is a folder and not yet a link, `/var` holds the socket too.
  if (parts.length === 1 && parts[0] === 'var') return SYSTEM_SOCKETS[0];
  return SYSTEM_SOCKETS.find((socket) => socket.path.length > parts.length && startsWith(socket.path, parts));
}

/** The components of an absolute path or one below `~`, as the kernel would walk them; undefined for other paths. */
export function partsOf(path: string): readonly string[] | undefined {
  if (!path.startsWith('/') && path !== '~' && !path.startsWith('~/')) return undefined;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts[0] === 'var' && parts[1] === 'run' ? parts.slice(1) : parts;
}

function startsWith(pattern: readonly string[], parts: readonly string[]): boolean {
  return parts.every((part, index) => pattern[index] === part || pattern[index] === '*');
}

function known(engine: string, path: string, rootless = false): KnownSocket {
  return { engine, rootless, path: path.split('/').filter((part) => part !== '') };
}

/** Images whose whole work is to let only harmless requests through to the socket. */
const SOCKET_PROXIES = /(?:^|\/)(?:docker-)?socket-proxy$/u;

/** Whether an image filters the engine's socket for others, judged by its repository's name. */
export function isSocketProxy(repository: string): boolean {
  return SOCKET_PROXIES.test(repository.toLowerCase());
}
