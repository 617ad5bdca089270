export interface ServiceTerms {
  name: string;
  /** Only a critical service can make the whole worse than degraded. */
  critical: boolean;
  /** `heard` speaks for itself on the bus, `probed` is asked. */
  source: 'heard' | 'probed';
  /** Missed when it is not there; others are shown once they have been heard. */
  expected: boolean;
}

/** In the order in which they are shown. */
export const knownServices: readonly ServiceTerms[] = [
  { name: 'api', critical: true, source: 'heard', expected: true },
  { name: 'worker', critical: true, source: 'heard', expected: true },
  { name: 'recorder', critical: true, source: 'heard', expected: true },
  { name: 'health-aggregator', critical: false, source: 'heard', expected: true },
  { name: 'frontend', critical: false, source: 'probed', expected: true },
  { name: 'supervisor', critical: false, source: 'heard', expected: false },
  { name: 'nats', critical: true, source: 'probed', expected: true },
  { name: 'surrealdb', critical: true, source: 'probed', expected: true },
];

const byName = new Map(knownServices.map((terms) => [terms.name, terms]));

/** The terms of any service; one that nobody expects is shown and never critical. */
export const termsOf = (name: string): ServiceTerms =>
  byName.get(name) ?? { name, critical: false, source: 'heard', expected: false };
