/** The changelog with all that was not released under a version and its date, in one section. */
export function released(changelog, version, date) {
  const [title, ...sections] = changelog.split(/^(?=## )/m);
  const headline = (section) => section.slice(3, section.indexOf('\n'));
  const open = sections.filter((section) => [version, 'Unreleased'].includes(headline(section)));
  if (open.length === 0) throw new Error(`CHANGELOG.md: expected a section Unreleased or ${version}`);
  const lines = open.flatMap((section) => section.split('\n').slice(1)).filter((line) => line !== '');
  const past = sections.filter((section) => !open.includes(section));
  return `${title}## ${version}, ${date}\n\n${lines.join('\n')}\n${past.length > 0 ? '\n' : ''}${past.join('')}`;
}
