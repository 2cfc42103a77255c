// The page without a network. FILES, LISTS and VERSION stand above, put there by the build.
const KEPT_PAGE = `aeo-page-${VERSION}`;
const KEPT_LISTS = 'aeo-lists';

async function keep(name, addresses) {
  const cache = await caches.open(name);
  await cache.addAll(addresses.map((address) => new Request(address, { cache: 'reload' })));
}

self.addEventListener('install', (event) => {
  event.waitUntil(Promise.all([keep(KEPT_PAGE, FILES), keep(KEPT_LISTS, LISTS)]).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const drop = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith('aeo-page-') && name !== KEPT_PAGE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(drop());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const isOurs = new URL(request.url).origin === self.location.origin;
  if (request.method !== 'GET' || !isOurs || request.cache === 'no-store') return; // asked for by its user
  event.respondWith(caches.match(request, { ignoreSearch: true }).then((kept) => kept ?? fetch(request)));
});
