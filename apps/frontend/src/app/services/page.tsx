import type { Metadata } from 'next';
import { ServicesPage } from '../../features/health/services-page.tsx';
import { t } from '../../messages/index.ts';

export const metadata: Metadata = { title: t.pages.services };

const Page = () => <ServicesPage />;

export default Page;
