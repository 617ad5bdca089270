import { NewCommandPage } from '../../../features/commands/form/new-command-page.tsx';

const Page = () => <NewCommandPage />;

export default Page;
