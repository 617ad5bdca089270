import { ServicesPage } from '../../features/health/services-page.tsx';

const Page = () => <ServicesPage />;

export default Page;
