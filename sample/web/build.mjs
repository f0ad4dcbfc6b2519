/** Bundles the shop's script and stylesheet into `dist/`. */
import { build } from 'esbuild';

await build({
  entryPoints: ['assets/shop.js', 'assets/shop.css'],
  bundle: true,
  minify: true,
  outdir: 'dist',
});
