/** The entry of the extension's child process: starts the server at once. */
import { startServer } from './node.ts';

startServer(__dirname, process.argv.includes('--node-ipc') ? 'ipc' : 'stdio');
