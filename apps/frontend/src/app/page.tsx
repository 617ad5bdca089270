import type { Metadata } from 'next';
import { OverviewPage } from '../features/overview/overview-page.tsx';
import { t } from '../messages/index.ts';

export const metadata: Metadata = { title: t.pages.overview };

const Page = () => <OverviewPage />;

export default Page;
