// Gives one module another text than its file holds: `node --import changed.mjs adapter.mjs`.
import { register } from 'node:module';

if (process.env.AEO_MUTANT_URL) register('./loading.mjs', import.meta.url);
