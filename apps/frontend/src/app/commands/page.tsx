import { CommandsPage } from '../../features/commands/list/commands-page.tsx';

const Page = () => <CommandsPage />;

export default Page;
