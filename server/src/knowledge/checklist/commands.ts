/** Commands that several questions share. */

/** Asks something of every container that runs. */
export function inspect(format: string): string {
  return `docker ps --quiet | xargs --no-run-if-empty docker inspect --format '${format}'`;
}

/** Hands the name of every tagged image to a program. */
export function eachImage(program: string): string {
  return `docker image ls --filter dangling=false --format '{{.Repository}}:{{.Tag}}' | xargs --no-run-if-empty -n 1 ${program}`;
}
