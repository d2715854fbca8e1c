import { Alert, Anchor, createTheme, Modal, Notification } from "@mantine/core";

const close = { closeButtonProps: { "aria-label": "Close" } };

/** The theme of all pages: shades that can be read on white, and names for buttons without a text. */
export const theme = createTheme({
  primaryColor: "blue",
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // A link is known by more than its colour.
    Anchor: Anchor.extend({ defaultProps: { underline: "always" } }),
    Alert: Alert.extend({ defaultProps: { closeButtonLabel: "Close" } }),
    Modal: Modal.extend({ defaultProps: close }),
    Notification: Notification.extend({ defaultProps: close, styles: { description: { color: "var(--mantine-color-dimmed)" } } }),
  },
});
