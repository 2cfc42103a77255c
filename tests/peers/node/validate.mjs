// Judge JSON documents by a schema with ajv.
// Usage: node validate.mjs SCHEMA < list of files, one a line > [{"file", "valid"}, ...]
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const read = (name) => JSON.parse(readFileSync(name, "utf8"));
const ajv = new Ajv2020({ strict: true, allErrors: false });
const validate = ajv.compile(read(process.argv[2]));
const files = readFileSync(0, "utf8").split("\n").filter(Boolean);
console.log(JSON.stringify(files.map((file) => ({ file, valid: validate(read(file)) }))));
