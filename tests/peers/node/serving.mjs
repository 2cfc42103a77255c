// A folder served on this machine, as any static host would.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';

const TYPES = { html: 'text/html', css: 'text/css', mjs: 'text/javascript', js: 'text/javascript', json: 'application/json', wasm: 'application/wasm', svg: 'image/svg+xml', webmanifest: 'application/manifest+json' };

/** Serves a folder; `replaced` is what a host has in place of a file that was built, by its path. */
export async function serve(folder, replaced = new Map()) {
  const server = createServer(({ url }, response) => {
    const path = `${folder}${new URL(url, 'http://host').pathname.replace(/\/$/, '/index.html')}`;
    if (!existsSync(path) || !statSync(path).isFile()) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[path.split('.').at(-1)] ?? 'application/octet-stream' });
    response.end(replaced.get(path) ?? readFileSync(path));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}
