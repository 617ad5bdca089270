/** The version of this release; the same as in the root package.json, which a contract test checks. */
export const version = '0.1.0';
