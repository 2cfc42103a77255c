// What the page says, in the language of whoever reads it. English is the fallback of every text.
import { messages as standard } from '../verifier/index.mjs';
import { keep, kept } from './kept.mjs';

export const LANGUAGES = { en: 'English', fr: 'Français', es: 'Español', pt: 'Português', ar: 'العربية', zh: '中文' };
const CHOSEN = 'aeo-page-language';

const fetched = async (language) => (await fetch(`messages/${language}.json`)).json();

/** The language chosen before, else the first of the browser's that the page speaks. */
export function preferred() {
  const wanted = [kept(CHOSEN), ...navigator.languages].filter(Boolean).map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.find((tag) => tag in LANGUAGES) ?? 'en';
}

export function choose(language) {
  keep(CHOSEN, language);
}

/** The words of one language. */
export async function wordsOf(language) {
  const english = await fetched('en');
  const own = language === 'en' ? english : await fetched(language);
  return new Words(language, { ...english.page, ...own.page }, own.standard ?? {}, own.codes ?? english.codes);
}

class Words {
  constructor(language, page, translated, codes) {
    Object.assign(this, { language, page, translated, codes, direction: language === 'ar' ? 'rtl' : 'ltr' });
    const place = { en: 'en-GB', ar: 'ar-u-nu-latn' }[language] ?? language; // dates stand beside the digits of papers
    this.instants = new Intl.DateTimeFormat(place, { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' });
    this.regions = new Intl.DisplayNames([language], { type: 'region', fallback: 'code' });
  }

  /** A text of the page, its places in braces filled. */
  say(key, places = {}) {
    return this.page[key].replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
  }

  /** A sentence of the standard, in this language where it is translated. */
  ofStandard(sentence) {
    return this.translated[sentence] ?? sentence;
  }

  /** A code of one of the lists of the standard, in words; as it is where there are none. */
  code(list, code) {
    return this.codes[list]?.[code] ?? code;
  }

  /** Several words in one line. */
  list(parts) {
    return parts.join({ ar: '، ', zh: '、' }[this.language] ?? ', ');
  }

  asks(check) {
    return this.ofStandard(standard.asks[check]);
  }

  /** A time of the standard, in UTC. */
  instant(text) {
    const date = new Date(text);
    return Number.isNaN(date.getTime()) ? String(text) : `${this.instants.format(date)} UTC`;
  }

  administration(code) {
    try {
      return `${this.regions.of(code)} (${code})`;
    } catch {
      return code;
    }
  }
}
