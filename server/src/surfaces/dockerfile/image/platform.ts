/** Reads platforms: `linux/arm64/v8`, `windows(10.0.17763)/amd64`, or one half of it. */
import { type Refused, refuse } from './refusal.ts';

const OPERATING_SYSTEMS: ReadonlySet<string> = new Set(
  (
    'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris ' +
    'windows zos'
  ).split(' '),
);
const ARCHITECTURES: ReadonlySet<string> = new Set(
  (
    '386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 ' +
    'mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm i386 x86_64 x86-64 aarch64 armhf armel'
  ).split(' '),
);

const SYSTEM = /^([\w-]+)(?:\([\w.%+-]*\))?$/u;
const PART = /^[\w.-]+$/u;
const MOST_PARTS = 3;

export interface Platform {
  readonly os: string;
  /** Absent where the text says only a system. */
  readonly architecture?: string;
}

export function readPlatform(text: string): Platform | Refused {
  const [system = '', ...parts] = text.split('/');
  const name = SYSTEM.exec(system)?.[1]?.toLowerCase();
  if (name === undefined || parts.length >= MOST_PARTS || !parts.every((part) => PART.test(part))) {
    return refuse(`failed to parse platform ${text}: cannot parse platform specifier`);
  }
  const os = name === 'macos' ? 'darwin' : name;
  const [architecture] = parts;
  if (architecture !== undefined) return { os, architecture: architecture.toLowerCase() };
  if (OPERATING_SYSTEMS.has(os)) return { os };
  if (ARCHITECTURES.has(name)) return { os: 'linux', architecture: name };
  return refuse(`failed to parse platform ${text}: unknown operating system or architecture`);
}
