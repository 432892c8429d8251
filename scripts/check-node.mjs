// Plain JavaScript on purpose: this must run on any Node, to say what is wrong with it.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`egress-pool needs Node 22.19 or newer and found ${process.versions.node} at ${process.execPath}.`);
  console.error(
    'Run it through npm ("npm run demo", "npm test"): after "npm ci" that uses the Node 24 that comes with the project.',
  );
  process.exit(1);
}
