/** The name and its mark: a signal on its post. */
export const BrandMark = () => (
  <svg viewBox="0 0 18 18" aria-hidden="true" fill="none">
    <path d="M5 2v14M2.5 16h5" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />
    <path d="M5 4h9.5l-1.6 2 1.6 2H5z" fill="var(--accent-mark)" />
    <circle cx="9" cy="12.5" r="1.6" fill="currentColor" />
  </svg>
);
