import { OverviewPage } from '../features/overview/overview-page.tsx';

const Page = () => <OverviewPage />;

export default Page;
