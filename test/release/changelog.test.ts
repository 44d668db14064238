import { expect, test } from 'vitest';
// @ts-expect-error It is a script, and has no types.
import { released } from '../../release/changelog.mjs';

const PAST = '## 0.1.0\n\n- First.\n';

test('all that was not released goes under the version, in its order, and what was released stays', () => {
  const changelog = `# Changelog\n\n## 0.2.0\n\n- A.\n- B.\n## Unreleased\n\n- C.\n## Unreleased\n\n- D.\n\n${PAST}`;
  expect(released(changelog, '0.2.0', '2026-01-02')).toBe(
    `# Changelog\n\n## 0.2.0, 2026-01-02\n\n- A.\n- B.\n- C.\n- D.\n\n${PAST}`,
  );
});

test('a first release has no past', () => {
  expect(released('# Changelog\n\n## Unreleased\n\n- A.\n', '0.1.0', '2026-01-02')).toBe(
    '# Changelog\n\n## 0.1.0, 2026-01-02\n\n- A.\n',
  );
});

test('without anything new there is nothing to release', () => {
  expect(() => released(`# Changelog\n\n${PAST}`, '0.2.0', '2026-01-02')).toThrow(
    'CHANGELOG.md: expected a section Unreleased or 0.2.0',
  );
});
