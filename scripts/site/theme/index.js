import { useData } from 'vitepress';
import theme from 'vitepress/theme';
import { onMounted, watchPostEffect } from 'vue';
import './style.css';

export default {
  extends: theme,
  setup() {
    const { frontmatter } = useData();
    // The first page has no element <main>.
    onMounted(() =>
      watchPostEffect(() => {
        const content = document.querySelector('#VPContent');
        if (frontmatter.value.layout === 'home') content?.setAttribute('role', 'main');
        else content?.removeAttribute('role');
      }),
    );
  },
};
