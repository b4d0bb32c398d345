// Asks Taplo's language server, as an editor would. It is what "Even Better TOML" runs in VS Code.
//
//   node lsp.js PACKAGES ROOT < questions.json
//
// PACKAGES is the folder of node_modules that has @taplo/lsp, ROOT the folder that the editor has open. A
// question is {"file", "what": "completion" | "hover", "line", "character"}, lines and characters from 0. For
// each a line is printed: the labels that are offered, or the text that is shown.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { fileURLToPath, pathToFileURL } = require("node:url");

const [packages, root] = process.argv.slice(2);
const { TaploLsp } = require(path.join(packages, "@taplo/lsp"));

const offline = () => Promise.reject(new Error("nothing is fetched here"));
const environment = {
  now: () => new Date(),
  envVar: () => undefined,
  envVars: () => [],
  stdErrAtty: () => false,
  stdin: () => Promise.resolve(new Uint8Array()),
  stdout: (bytes) => Promise.resolve(bytes.length),
  stderr: (bytes) => Promise.resolve(bytes.length),
  glob: () => [],
  readFile: (file) => fs.promises.readFile(file),
  writeFile: offline,
  urlToFilePath: (url) => (url.startsWith("file:") ? fileURLToPath(url) : url),
  isAbsolute: path.isAbsolute,
  cwd: () => root,
  findConfigFile: (from) =>
    [".taplo.toml", "taplo.toml"].map((name) => path.join(from, name)).find((file) => fs.existsSync(file)),
  fetch: { fetch: offline, Headers, Request, Response },
};

async function main() {
  const waiting = new Map();
  let next = 0;
  let server;
  const onMessage = (message) => {
    if (message.method && message.id !== undefined) {
      // What it asks of the editor, which has nothing to say.
      server.send({ jsonrpc: "2.0", id: message.id, result: message.method === "workspace/configuration" ? [{}] : null });
    } else if (waiting.has(message.id)) {
      waiting.get(message.id)(message.error ?? message.result);
    }
  };
  const notify = (method, params) => server.send({ jsonrpc: "2.0", method, params });
  const ask = (method, params) =>
    new Promise((resolve) => {
      next += 1;
      waiting.set(next, resolve);
      server.send({ jsonrpc: "2.0", id: next, method, params });
    });
  server = await TaploLsp.initialize(environment, { onMessage });
  const rootUri = pathToFileURL(root).href;
  await ask("initialize", { capabilities: {}, rootUri, workspaceFolders: [{ uri: rootUri, name: "root" }] });
  notify("initialized", {});
  const opened = new Set();
  for (const question of JSON.parse(fs.readFileSync(0, "utf8"))) {
    const file = path.join(root, question.file);
    const uri = pathToFileURL(file).href;
    if (!opened.has(uri)) {
      opened.add(uri);
      const text = fs.readFileSync(file, "utf8");
      notify("textDocument/didOpen", { textDocument: { uri, languageId: "toml", version: 1, text } });
    }
    const position = { line: question.line, character: question.character };
    const answer = await ask(`textDocument/${question.what}`, { textDocument: { uri }, position });
    const said = question.what === "hover" ? answer?.contents?.value ?? "" : (answer ?? []).map((item) => item.label);
    process.stdout.write(`${JSON.stringify(said)}\n`);
  }
  process.exit(0);
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
