import { expect, test } from 'vitest';
import { createSessions } from './sessions.ts';

test('nobody queries before a sign-in, and each session signs in for itself', () => {
  const sessions = createSessions();
  sessions.note('other', 'attach');
  expect(sessions.allows(sessions.own, 'query')).toBe(false);
  expect(sessions.allows(sessions.own, 'signin')).toBe(true);
  sessions.note(sessions.own, 'signin');
  expect(sessions.allows(sessions.own, 'query')).toBe(true);
  expect(sessions.allows('other', 'query')).toBe(false);
});

test('what ends a sign-in ends the permission', () => {
  const sessions = createSessions();
  for (const method of ['invalidate', 'reset', 'detach']) {
    sessions.note(sessions.own, 'authenticate');
    expect(sessions.allows(sessions.own, 'query')).toBe(true);
    sessions.note(sessions.own, method);
    expect(sessions.allows(sessions.own, 'query')).toBe(false);
  }
  expect(sessions.has(sessions.own)).toBe(false);
});
