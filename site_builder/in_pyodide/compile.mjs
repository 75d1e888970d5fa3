// Runs a Python script in Pyodide, with folders of this machine mounted: node compile.mjs CORE SCRIPT FOLDER
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [core, script, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`).href);
const pyodide = await loadPyodide({ indexURL: core });
pyodide.mountNodeFS('/wheels', folder);
await pyodide.runPythonAsync(readFileSync(script, 'utf-8'));
