// Search over the whole site, from a disk as from a host: the index is a script beside the pages, loaded when first needed.
(() => {
  const MOST = 30;
  const AROUND = 90;
  const OF_THE_STANDARD = /^(spec|rules|items|codes)\//;
  const root = document.currentScript.dataset.root;
  const field = document.getElementById('site.sought');
  const hits = document.getElementById('site.hits');
  const count = document.getElementById('site.count');
  let entries;

  globalThis.aeoSearch = (rows) => {
    entries = rows.map(([address, title, heading, text]) => ({ address, title, heading, text, name: `${title} ${heading}`.toLowerCase(), low: text.toLowerCase() }));
    seek();
  };

  function load() {
    if (document.getElementById('site.index')) return;
    const script = Object.assign(document.createElement('script'), { id: 'site.index', src: `${root}search-index.js` });
    script.addEventListener('error', () => { count.textContent = 'The index cannot be loaded: search-index.js is missing beside the pages.'; });
    document.head.append(script);
  }

  /** How well an entry answers: 0 where a word is missing. */
  function weight(entry, words, whole) {
    let sum = (entry.heading || entry.title).toLowerCase() === whole ? 1000 : 0;
    for (const word of words) {
      const named = entry.name.includes(word);
      if (!named && !entry.low.includes(word)) return 0;
      sum += named ? 50 : 0;
      sum += Math.min(entry.low.split(word).length - 1, 10);
    }
    if (OF_THE_STANDARD.test(entry.address)) sum += 10;
    if (entry.low.includes(whole)) sum += 20;
    return entry.address.endsWith('#cases') ? sum / 10 : sum; // a list of titles has every word
  }

  function seek() {
    const whole = field.value.trim().toLowerCase();
    if (!entries || whole.length < 2) {
      hits.replaceChildren();
      count.textContent = whole.length === 1 ? 'Type one more letter.' : '';
      return;
    }
    const words = whole.split(/\s+/);
    const found = entries.map((entry, place) => ({ entry, place, sum: weight(entry, words, whole) })).filter(({ sum }) => sum);
    found.sort((one, two) => two.sum - one.sum || one.place - two.place);
    hits.replaceChildren(...found.slice(0, MOST).map(({ entry }) => shown(entry, words)));
    const cut = found.length > MOST ? `; the first ${MOST} are shown` : '';
    count.textContent = found.length ? `${found.length} found${cut}` : 'Nothing found.';
  }

  function shown({ address, title, heading, text, low }, words) {
    const item = document.createElement('li');
    const link = Object.assign(document.createElement('a'), { href: root + address, textContent: heading ? `${title}: ${heading}` : title });
    const first = Math.max(0, Math.min(...words.map((word) => low.indexOf(word)).filter((place) => place >= 0), text.length) - AROUND);
    const piece = text.slice(first, first + AROUND * 3);
    const line = document.createElement('p');
    line.append(...marked(`${first ? '… ' : ''}${piece}`, words));
    item.append(link, line);
    return item;
  }

  function* marked(text, words) {
    const low = text.toLowerCase();
    let end = 0;
    while (end < text.length) {
      const [place, word] = words.map((one) => [low.indexOf(one, end), one]).filter(([at]) => at >= 0).sort((one, two) => one[0] - two[0])[0] ?? [text.length, ''];
      yield text.slice(end, place);
      if (word) yield Object.assign(document.createElement('mark'), { textContent: text.slice(place, place + word.length) });
      end = place + word.length;
    }
  }

  field.closest('search').hidden = false;
  field.addEventListener('focus', load);
  field.addEventListener('input', () => { load(); seek(); });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') { event.preventDefault(); hits.querySelector('a')?.focus(); }
    if (event.key === 'Escape') { field.value = ''; seek(); }
  });
  hits.addEventListener('keydown', (event) => {
    const item = event.target.closest('li');
    const next = { ArrowDown: item.nextElementSibling, ArrowUp: item.previousElementSibling }[event.key];
    if (event.key === 'ArrowUp' && !next) field.focus();
    if (next) next.querySelector('a').focus();
    if (event.key.startsWith('Arrow')) event.preventDefault();
  });
})();
