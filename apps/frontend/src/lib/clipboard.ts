/** Copies a text, also where the page is served over plain HTTP and the clipboard interface is withheld. */
export const copyText = async (text: string): Promise<void> => {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
};
