/** While the window prints, it is light: ink on paper, whatever the screen is. */
export function printing(): () => void {
  const root = document.documentElement;
  let theme: string | undefined;
  const begin = () => {
    theme = root.dataset.theme;
    root.dataset.theme = 'light';
  };
  const end = () => {
    if (theme !== undefined) root.dataset.theme = theme;
  };
  addEventListener('beforeprint', begin);
  addEventListener('afterprint', end);
  return () => {
    removeEventListener('beforeprint', begin);
    removeEventListener('afterprint', end);
  };
}
