// Lints every Markdown file in a folder with the JavaScript awesome-lint, all in one process, as `peers.sh` measures it:
// node original.mjs NODE_MODULES FOLDER
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';

const [packages, folder] = process.argv.slice(2);
const {default: lint} = await import(pathToFileURL(path.resolve(packages, 'awesome-lint/index.js')));
process.chdir(folder);
let messages = 0;
for (const filename of fs.readdirSync('.', {recursive: true}).filter(name => name.endsWith('.md'))) {
	try {
		const files = await lint({filename});
		messages += files.reduce((sum, file) => sum + file.messages.length, 0);
	} catch (error) {
		console.error(`${filename}: ${error.message}`);
	}
}

console.log(`${messages} messages`);
