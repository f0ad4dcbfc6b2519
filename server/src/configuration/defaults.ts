/** What applies where nobody configures anything. */
import type { Configuration, DevelopmentGrading } from '../model/configuration.ts';
import type { ExceptionPolicy } from '../model/exception.ts';

/** Comments except, a reason is asked for, and comments for other tools count. */
export const DEFAULT_POLICY: ExceptionPolicy = {
  comments: 'allowed',
  reason: 'required',
  foreign: 'honoured',
};

/** How people name what is for development. */
export const DEFAULT_DEVELOPMENT: DevelopmentGrading = {
  grade: 'lower',
  paths: [
    '*.dev.y*ml',
    '*-dev.y*ml',
    '*.development.y*ml',
    '*.local.y*ml',
    'Dockerfile.dev',
    'Dockerfile.development',
    'Dockerfile.local',
    '*.dev.Dockerfile',
    'dev.Dockerfile',
  ],
  targets: ['dev', 'dev-*', '*-dev', 'develop', 'development', 'devcontainer', 'debug', 'local'],
  profiles: ['dev', 'develop', 'development', 'debug', 'local'],
  labels: [],
};

export const DEFAULT_CONFIGURATION: Configuration = {
  profile: { value: 'recommended', by: 'default' },
  rules: new Map(),
  credentialNames: { value: [], by: 'default' },
  sensitivePaths: { value: [], by: 'default' },
  exceptions: DEFAULT_POLICY,
  ignoresExceptions: false,
  listed: [],
  development: DEFAULT_DEVELOPMENT,
  isDevelopment: false,
  files: [],
  origins: new Map(),
};
