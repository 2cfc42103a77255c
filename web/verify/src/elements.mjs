// Elements of the page. Whatever is shown is text: nothing that was read is ever markup.

/** An element with properties and children; a child that is a string is text. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A value that somebody else wrote, kept apart from the direction of the text around it. */
export const quoted = (text) => element('bdi', { dir: 'auto' }, String(text));

/** A sentence in which each place in braces is a value that somebody else wrote. */
export function sentence(text, places) {
  const parts = text.split(/\{(\w+)\}/);
  return parts.map((part, i) => (i % 2 ? quoted(places[part] ?? '') : part));
}
