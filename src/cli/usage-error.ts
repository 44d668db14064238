/** What commander says of a value that an option does not take, and of one for an argument. */
const REFUSED = [
  /^option '(?:-\w, )?(?<name>--[\w-]+)[^']*' argument '(?<value>.*)' is invalid\. (?<expected>.*)\.$/s,
  /^command-argument value '(?<value>.*)' is invalid for argument '(?<name>[\w-]+)'\. (?<expected>.*)\.$/s,
];

/** An error of commander in the form of ours. */
export function usageError(text: string): string {
  const message = text.replace(/^error: /, '').trimEnd();
  for (const pattern of REFUSED) {
    const { name, value, expected } = pattern.exec(message)?.groups ?? {};
    if (name === undefined || expected === undefined) continue;
    const range = expected
      .replace(/^Allowed choices are /, 'expected one of ')
      .replace(/^Expected/, 'expected');
    return `${name}: ${range.includes(', got ') ? range : `${range}, got ${value || '""'}`}`;
  }
  return message;
}
