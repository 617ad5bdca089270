import type { AppError } from '@signalbox/shared/errors/app-error';
import { codes } from '@signalbox/shared/errors/codes';
import type { Problem } from '@signalbox/shared/http/problem';

const readSuggestions = ({ details }: AppError): string[] => {
  const suggestions = details?.['suggestions'];
  return Array.isArray(suggestions) ? suggestions.filter((name) => typeof name === 'string') : [];
};

/** An error as the client sees it. */
export const toProblem = (error: AppError, requestId: string): Problem => {
  const suggestions = readSuggestions(error);
  return {
    type: `urn:signalbox:error:${error.code}`,
    title: codes[error.code].title,
    status: error.status,
    detail: error.message,
    code: error.code,
    requestId,
    ...(error.errors && { errors: error.errors }),
    ...(suggestions.length > 0 && { suggestions }),
  };
};
