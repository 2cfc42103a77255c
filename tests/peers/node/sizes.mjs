// How large the packed verifier is, minified: what is loaded at once, and what a record brings along.
//   node sizes.mjs FOLDER, in which the package is installed
import { build } from 'esbuild';
import { gzipSync } from 'node:zlib';

const { outputFiles, metafile } = await build({
  absWorkingDir: process.argv[2],
  stdin: { contents: "export * from 'aeo-exchange-verifier';", resolveDir: process.argv[2] },
  bundle: true, minify: true, splitting: true, write: false, metafile: true,
  format: 'esm', platform: 'browser', target: 'es2022', outdir: 'out', entryNames: 'entry', chunkNames: '[name]-[hash]',
});
const output = (path) => Object.entries(metafile.outputs).find(([name]) => path.endsWith(name));
const reached = new Set();
const reach = (path) => {
  if (reached.has(path)) return;
  reached.add(path);
  for (const { path: next, kind } of metafile.outputs[path].imports) if (kind === 'import-statement') reach(next);
};
reach(output('out/entry.js')[0]);
const sizeOf = (files) => ({
  minified: files.reduce((sum, file) => sum + file.contents.length, 0),
  gzip: files.reduce((sum, file) => sum + gzipSync(file.contents, { level: 9 }).length, 0),
});
const atOnce = outputFiles.filter((file) => [...reached].some((path) => file.path.endsWith(path)));
const later = outputFiles.filter((file) => !atOnce.includes(file));
process.stdout.write(JSON.stringify({ atOnce: sizeOf(atOnce), later: sizeOf(later) }));
