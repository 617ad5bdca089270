import type { ReactNode } from 'react';

const failed = (
  <>
    <circle cx="8" cy="8" r="6.4" fill="currentColor" />
    <path stroke="var(--bg)" strokeWidth="1.6" d="m5.8 5.8 4.4 4.4M10.2 5.8l-4.4 4.4" />
  </>
);
const ticked = (
  <>
    <circle cx="8" cy="8" r="6.2" />
    <path d="m5.4 8.2 1.8 1.8 3.5-3.9" />
  </>
);
const ring = <circle cx="8" cy="8" r="6.2" />;

/** Drawn on 16 × 16 with strokes; solid ones stand for trouble. */
const shapes = {
  overview: <path d="M2 9.5h2.6l2-6 3 9 1.9-5.4H14" />,
  commands: <path d="m3 5 2.6 3L3 11M8 11.5h5" />,
  services: (
    <>
      <rect x="2.2" y="2.6" width="11.6" height="4.4" rx="1.2" />
      <rect x="2.2" y="9" width="11.6" height="4.4" rx="1.2" />
      <path d="M4.8 4.8h.05M4.8 11.2h.05" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.6" />
      <path d="m10.5 10.5 3.3 3.3" />
    </>
  ),
  theme: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 2.2a5.8 5.8 0 0 1 0 11.6z" fill="currentColor" />
    </>
  ),
  plus: <path d="M8 3v10M3 8h10" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.2" />
      <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
    </>
  ),
  keyboard: (
    <>
      <rect x="1.8" y="4" width="12.4" height="8" rx="1.4" />
      <path d="M4.4 6.8h.05M7 6.8h.05M9.6 6.8h.05M12 6.8h.05M5 9.4h6" />
    </>
  ),
  down: <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />,
  healthy: ticked,
  completed: ticked,
  degraded: (
    <>
      <path fill="currentColor" d="M8 2.2 14.4 13.4H1.6z" />
      <path stroke="var(--bg)" d="M8 6.3v3.2M8 11.5v.05" />
    </>
  ),
  starting: (
    <>
      {ring}
      <path d="M8 4a4 4 0 0 1 0 8z" fill="currentColor" stroke="none" />
    </>
  ),
  draining: (
    <>
      {ring}
      <path d="M8 5v5.6M5.8 8.6 8 10.8l2.2-2.2" />
    </>
  ),
  unhealthy: (
    <>
      <path fill="currentColor" d="M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4z" />
      <path stroke="var(--bg)" strokeWidth="1.6" d="M8 4.8v3.8M8 11.1v.05" />
    </>
  ),
  unresponsive: (
    <>
      <circle cx="8" cy="8" r="6.4" fill="currentColor" />
      <path stroke="var(--bg)" strokeWidth="1.7" d="M5 8h.05M8 8h.05M11 8h.05" />
    </>
  ),
  offline: (
    <>
      <circle cx="8" cy="8" r="6.4" fill="currentColor" />
      <path stroke="var(--bg)" strokeWidth="1.5" d="M5.9 5.7a3.3 3.3 0 1 0 4.2 0M8 4.2v3.4" />
    </>
  ),
  stopped: (
    <>
      {ring}
      <path d="M6 6h4v4H6z" fill="currentColor" stroke="none" />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.2" strokeDasharray="2.4 2.1" />
      <path d="M6.4 6.4a1.6 1.6 0 1 1 2.4 1.5c-.5.3-.8.6-.8 1.1M8 11v.05" />
    </>
  ),
  queued: <circle cx="8" cy="8" r="6.2" strokeDasharray=".1 2.68" strokeWidth="1.7" />,
  running: (
    <>
      <circle cx="8" cy="8" r="6.2" opacity=".28" />
      <path d="M8 1.8A6.2 6.2 0 1 1 1.8 8" strokeWidth="1.8" />
    </>
  ),
  retrying: (
    <>
      <path d="M13.6 6.3A6 6 0 1 0 14 8" />
      <path d="M13.9 2.9v3.5h-3.5" />
    </>
  ),
  scheduled: (
    <>
      {ring}
      <path d="M8 4.8V8l2.1 1.4" />
    </>
  ),
  failed,
  canceled: (
    <>
      {ring}
      <path d="m3.8 12.2 8.4-8.4" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

/** Always beside a word that says the same, so it is hidden from assistive technology. */
export const Icon = ({ name, className }: { name: IconName; className?: string | undefined }) => (
  <svg
    className={className === undefined ? 'icon' : `icon ${className}`}
    viewBox="0 0 16 16"
    aria-hidden="true"
  >
    {shapes[name]}
  </svg>
);
