/** A container as a text configures it: what Compose, `docker run`, dev containers and unit files say alike. */
import type { ImageUse } from './image.ts';
import type { Script } from './command.ts';
import type { Setting, Sourced } from './setting.ts';
import type { Stage } from './stage.ts';
import type { Assignment } from './variable.ts';

/** One container. The source is its head (a service's name): absences are underlined there. */
export interface Container extends Sourced {
  readonly name: string;
  /** Absent when the text names none, for instance because it builds one. */
  readonly image?: ImageUse;
  /** How its image is built, when the text says so. */
  readonly build?: Build;
  /** The default `''` is the image's own user. */
  readonly user: Setting<string>;
  readonly privileged: Setting<boolean>;
  readonly readOnly: Setting<boolean>;
  /** Each item as written: `NET_ADMIN`, `cap_net_admin`, `ALL`. */
  readonly capAdd: Setting<readonly Setting<string>[]>;
  readonly capDrop: Setting<readonly Setting<string>[]>;
  /** Each item as written: `no-new-privileges:true`, `seccomp=unconfined`. */
  readonly securityOpt: Setting<readonly Setting<string>[]>;
  /** `bridge`, `host`, `none`, `service:x`, `container:x`; the default `''` is the project's own network. */
  readonly networkMode: Setting<string>;
  /** `host`, `container:x`, `service:x`; the default `''` is a process namespace of its own. */
  readonly pidMode: Setting<string>;
  /** `host`, `shareable`, `private`, `none`, `container:x`, `service:x`; the default `''` is the engine's. */
  readonly ipcMode: Setting<string>;
  /** `host` opts out of the engine's remapping of users; the default `''` takes part in it, where there is any. */
  readonly usernsMode: Setting<string>;
  readonly ports: Setting<readonly Port[]>;
  readonly mounts: Setting<readonly Mount[]>;
  /** Each item as written: `/dev/dri`, `/dev/ttyUSB0:/dev/modem:rw`. */
  readonly devices: Setting<readonly Setting<string>[]>;
  /** Whether the engine hands the container its own API socket (`use_api_socket`). */
  readonly engineApi: Setting<boolean>;
  /** In bytes; 0 is none. Every place that can say it counts (`mem_limit`, `deploy.resources.limits`). */
  readonly memoryLimit: Setting<number>;
  /** Number of processes; 0 and below is none. */
  readonly pidsLimit: Setting<number>;
  readonly environment: readonly Assignment[];
  /** `entrypoint`, `command`, `healthcheck` and hooks, as far as they are written here. */
  readonly scripts: readonly Script[];
  /** Names of the profiles it belongs to; empty means it always starts. */
  readonly profiles: readonly string[];
}

/** How a container's image is built. */
export interface Build extends Sourced {
  readonly context: Setting<string>;
  readonly dockerfile: Setting<string>;
  readonly target: Setting<string>;
  readonly args: readonly Assignment[];
  /** The stage that is built, when its Dockerfile could be found. */
  readonly stage?: Stage;
}

/** One published port or range. The source covers the whole entry. */
export interface Port extends Sourced {
  /** The host's address as written, without brackets; the default `''` means all interfaces. */
  readonly hostIp: Setting<string>;
  /** The host's port or range; the default `''` means that the engine picks one. */
  readonly published: Setting<string>;
  /** The container's port or range: `80`, `8000-8010`. */
  readonly target: Setting<string>;
  /** `tcp`, `udp`, `sctp`, in lower case. */
  readonly protocol: Setting<string>;
}

/** One mount. The source covers the whole entry. */
export interface Mount extends Sourced {
  /**
   * `bind` also for a named volume whose `driver_opts` bind a host folder; `anonymous` for a bare target;
   * `unknown` when a variable decides.
   */
  readonly kind: 'bind' | 'volume' | 'anonymous' | 'tmpfs' | 'pipe' | 'image' | 'unknown';
  /** The host's path of a bind or pipe, else the volume's name; the default `''` where there is none. */
  readonly from: Setting<string>;
  /** The path in the container. */
  readonly target: Setting<string>;
  readonly readOnly: Setting<boolean>;
}
