// Plain JavaScript that any Node runs, however old: prepare.mjs needs it before anything is compiled.

/** The oldest Node that carrybit runs on, as in package.json. */
const MIN_MAJOR = 20;
const MIN_MINOR = 19;

const [major, minor] = process.versions.node.split('.').map(Number);

/** What to tell whoever has an older Node; undefined on one that is new enough. */
export const tooOld =
  major > MIN_MAJOR || (major === MIN_MAJOR && minor >= MIN_MINOR)
    ? undefined
    : `carrybit needs Node ${MIN_MAJOR}.${MIN_MINOR} or newer, this is ${major}.${minor}`;
