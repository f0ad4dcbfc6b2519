/** What no rule looks at, so that nobody takes silence for praise. */

/** Things that decide how safe containers are and that files do say; with `code` in backticks, without a full stop. */
export const BLIND_SPOTS: readonly string[] = [
  'devices of the host that a container is handed',
  'namespaces that are shared with the host, but for the network: `pid`, `ipc`, `uts`, `userns_mode`',
  'options of AppArmor and SELinux, `sysctls`, `group_add`',
  'how networks are divided, logging, health checks, restarts, limits of processors and disks',
  'what `.env` and `.dockerignore` files hold, and the versions of packages',
  'what is inside the images: old packages, secrets, the settings of the programs',
];
